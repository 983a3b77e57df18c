package io.keepsake.daemon.probe;

import io.keepsake.daemon.probe.wire.Allowance;
import io.keepsake.daemon.sys.Sockets;
import java.util.concurrent.Executor;

/**
 * What the probes of one thread share.
 *
 * @param answers memory for what servers say
 * @param thinker where regular expressions are looked for
 * @param reader where files are read
 * @param home runs a task on the thread of these probes, soon
 */
record Tools(
        Sockets sockets,
        Allowance answers,
        TlsClient tls,
        Executor thinker,
        Executor reader,
        Executor home,
        MiscRunner runner) {}

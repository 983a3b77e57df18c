package io.keepsake.daemon.probe;

import io.keepsake.daemon.probe.wire.MemoryBudget;
import io.keepsake.daemon.sys.Sockets;
import java.util.concurrent.Executor;

/**
 * What the probes of one thread share.
 *
 * @param answers memory for what servers say
 * @param evaluator where regular expressions are looked for
 * @param fileReader where files are read
 * @param probeThread runs a task on the thread of these probes, soon
 */
record Tools(
        Sockets sockets,
        MemoryBudget answers,
        TlsClient tls,
        Executor evaluator,
        Executor fileReader,
        Executor probeThread,
        MiscRunner runner) {}

package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.value.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A runner that this process starts itself, and scripts for it. */
abstract class OwnRunner {
    static final ScriptRules AS_ROOT = new ScriptRules("root", null, false);
    static final long LONG = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    Path directory;

    final List<String> warnings = new ArrayList<>();
    final ScriptRunner runner = ScriptRunner.open(null, warnings::add);

    @AfterEach
    void close() {
        runner.close();
    }

    Script script(String body) throws IOException {
        var file = directory.resolve("script" + body.hashCode());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Script(List.of(file.toString()), null, null);
    }

    ScriptEnded run(Script script, long timeoutNanos, String... arguments) {
        var told = new Told();
        runner.run(
                new ScriptRunner.Order(7, "tcp:10.0.0.1:80 quorum_up", script, List.of(arguments), timeoutNanos, false),
                AS_ROOT,
                told);
        return told.awaitEnded();
    }
}

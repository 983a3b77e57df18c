package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.value.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stands in for the director behind the launcher: runs the scripts that stdin names, {@code USER COMMAND}, one a line. */
final class LauncherProbe {
    private LauncherProbe() {}

    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var runner = ScriptRunner.open()) {
            System.out.println("ready");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var words = line.split(" ", 2);
                var script = new Script(List.of("sh", "-c", words[1]), words[0], null);
                runner.run(
                        new ScriptRunner.Order(1, "a " + line, script, List.of(), TimeUnit.MINUTES.toNanos(1), false),
                        ScriptRules.NONE,
                        event -> {
                            System.out.println(
                                    event instanceof ScriptEnded ended
                                            ? ended.output().strip()
                                            : event.toString());
                            System.out.println("done");
                        });
            }
        }
    }
}

package io.keepsake.replay;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code replay} command. */
@Command(
        name = "replay",
        description = {
            "Reads what a director recorded: what happened, what it decided and did, and why.",
            "Reads only, also while the director runs, and also a copy of the directory on another machine."
        },
        footer = {
            "",
            "Where to begin after a failover:",
            "  replay explain                      every change of role and its cause",
            "  replay show --from -10m             the last ten minutes, line by line",
            "",
            "Exit codes: 0 fine, 1 what the verb looks for (verify, diff: a difference; incidents: one;",
            "            find, bisect: nothing found), 2 wrong usage,",
            "            3 something is missing or damaged in the journal"
        },
        mixinStandardHelpOptions = true,
        version = "replay 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Replay {
    private Replay() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        var writer = new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8);
        var out = new PrintWriter(new BufferedWriter(writer, 1 << 16));
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, Terminal.ofProcess(System.getenv()), args);
        out.flush();
        System.exit(code);
    }

    /** Its verbs and their options, for who describes them. */
    public static CommandSpec spec() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return commandLine(new Output(nowhere, nowhere, Terminal.NONE)).getCommandSpec();
    }

    private static CommandLine commandLine(Output output) {
        return new CommandLine(new Replay())
                .addSubcommand(new ShowCommand(output))
                .addSubcommand(new VerifyCommand(output))
                .addSubcommand(new ExplainCommand(output))
                .addSubcommand(new TimelineCommand(output))
                .addSubcommand(new IncidentsCommand(output))
                .addSubcommand(new VerdictsCommand(output))
                .addSubcommand(new StateCommand(output))
                .addSubcommand(new DiffCommand(output))
                .addSubcommand(new WhyCommand(output))
                .addSubcommand(new FindCommand(output))
                .addSubcommand(new BisectCommand(output))
                .addSubcommand(new ExportCommand(output))
                .addSubcommand(new WhatIfCommand(output))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Runs the command line; gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, Terminal terminal, String... args) {
        return commandLine(new Output(out, err, terminal))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, _) -> {
                    err.println("replay: " + firstLine(e) + "; see replay " + usageOf(e.getCommandLine()) + "--help");
                    return Exit.USAGE;
                })
                .setExecutionExceptionHandler((e, _, _) -> {
                    err.println("replay: " + firstLine(e));
                    return e instanceof WrongUsage ? Exit.USAGE : Exit.INCOMPLETE;
                })
                .execute(args);
    }

    private static String usageOf(CommandLine command) {
        var name = command.getCommandName();
        return name.equals("replay") ? "" : name + " ";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}

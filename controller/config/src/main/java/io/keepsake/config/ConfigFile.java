package io.keepsake.config;

import io.keepsake.config.check.ConfigCheck;
import io.keepsake.config.lex.Conditions;
import io.keepsake.config.lex.ConfigReader;
import io.keepsake.config.lex.Source;
import io.keepsake.config.lex.SourceFiles;
import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@code keepalived.conf}. */
public final class ConfigFile {
    private ConfigFile() {}

    /** Reads {@code file} and what it includes from the disk. */
    public static Checked<LoadedConfig> load(Path file, ConfigOptions options) {
        return load(SourceFiles.disk(), file, options);
    }

    /** Reads a text that stands in no file; it can include nothing. */
    public static Checked<LoadedConfig> parse(String name, String text, ConfigOptions options) {
        var file = Path.of(name).normalize();
        return load(SourceFiles.of(Map.of(file, text)), file, options);
    }

    /** Reads {@code file} and what it includes from {@code files}. */
    public static Checked<LoadedConfig> load(SourceFiles files, Path file, ConfigOptions options) {
        var problems = new Problems();
        var tree = new TreeReader(problems);
        var secrets = new Secrets(tree);
        var conditions = new Conditions(options.configId(), options.environment(), options.randomSeed());
        var reader = new ConfigReader(files, conditions, problems, secrets);
        var outcome = reader.readMain(file)
                ? new ConfigCheck(problems, tree.finish())
                        .check(
                                options.hostName(),
                                options.links(),
                                options.addresses(),
                                options.tables(),
                                file.toString())
                : null;
        var redaction = new Redaction();
        secrets.tokens().forEach(token -> redaction.hide(token.place(), token.text()));
        RawSecrets.hide(
                reader.sources(),
                secrets.tokens().stream()
                        .map(Token::text)
                        .filter(t -> !t.isBlank())
                        .toList(),
                redaction);
        var found = problems.all(redaction);
        return outcome == null || problems.hasFatal()
                ? new Checked.Invalid<>(found)
                : new Checked.Valid<>(
                        new LoadedConfig(
                                outcome.config(),
                                outcome.secrets(),
                                outcome.thread(),
                                outcome.scripts(),
                                outcome.dumps(),
                                outcome.netNamespace(),
                                text(reader.sources(), redaction),
                                found),
                        summary(outcome, problems.withoutEffect()),
                        found);
    }

    private static Summary summary(ConfigCheck.Outcome outcome, int withoutEffect) {
        return new Summary(
                outcome.config().instances().size(),
                outcome.instancesOut(),
                outcome.config().virtualServers().size(),
                outcome.serversOut(),
                withoutEffect);
    }

    private static String text(List<Source> sources, Redaction redaction) {
        return sources.stream()
                .map(source -> "# file: " + source.file() + "\n" + redaction.text(source)
                        + (source.text().endsWith("\n") ? "" : "\n"))
                .collect(Collectors.joining());
    }
}

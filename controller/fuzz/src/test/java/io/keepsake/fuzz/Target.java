package io.keepsake.fuzz;

import io.keepsake.adapter.vrrp.wire.Vrrp4Target;
import io.keepsake.adapter.vrrp.wire.Vrrp6Target;
import io.keepsake.daemon.OptionsTarget;
import io.keepsake.daemon.QuestionTarget;
import io.keepsake.daemon.script.ReportTarget;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalTarget;
import io.keepsake.journal.codec.RecordsTarget;
import io.keepsake.journal.codec.Written;
import io.keepsake.web.http.QueryTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Everything of the product that reads what others wrote. The class says what an input is, and what must hold of it. */
enum Target {
    VRRP4(Vrrp4Target.class, Vrrp4Target::fuzzerTestOneInput),
    VRRP6(Vrrp6Target.class, Vrrp6Target::fuzzerTestOneInput),
    ARP(ArpTarget.class, ArpTarget::fuzzerTestOneInput),
    ROUTE(RouteTarget.class, RouteTarget::fuzzerTestOneInput),
    IPVS(IpvsTarget.class, IpvsTarget::fuzzerTestOneInput),
    CONFIG(ConfigTarget.class, ConfigTarget::fuzzerTestOneInput),
    EVENT(EventTarget.class, EventTarget::fuzzerTestOneInput),
    CHECKPOINT(CheckpointTarget.class, CheckpointTarget::fuzzerTestOneInput),
    RECORDS(RecordsTarget.class, RecordsTarget::fuzzerTestOneInput),
    JOURNAL(JournalTarget.class, JournalTarget::fuzzerTestOneInput),
    QUESTION(QuestionTarget.class, QuestionTarget::fuzzerTestOneInput),
    OPTIONS(OptionsTarget.class, OptionsTarget::fuzzerTestOneInput),
    QUERY(QueryTarget.class, QueryTarget::fuzzerTestOneInput),
    VALUES(ValuesTarget.class, ValuesTarget::fuzzerTestOneInput),
    HTTP(HttpTarget.class, HttpTarget::fuzzerTestOneInput),
    SMTP(SmtpTarget.class, SmtpTarget::fuzzerTestOneInput),
    DATAGRAM(DatagramTarget.class, DatagramTarget::fuzzerTestOneInput),
    REPORT(ReportTarget.class, ReportTarget::fuzzerTestOneInput),
    SCENARIO(ScenarioTarget.class, ScenarioTarget::fuzzerTestOneInput);

    private static final String SCENARIOS = "../testkit/src/test/resources/scenarios";
    private static final int LENGTH_MAX = 2_000;

    /** Reads one input, and throws what nobody promised. */
    interface Entry {
        void read(byte[] input) throws Exception;
    }

    private final Class<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // a static method
    private final Entry entry;

    Target(Class<?> type, Entry entry) {
        this.type = type;
        this.entry = entry;
    }

    /** The class, for Jazzer. */
    Class<?> type() {
        return type;
    }

    Entry entry() {
        return entry;
    }

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Inputs of a campaign are so long at most; 0 for as long as what it begins with. Of a configuration short ones reach as
     * much code, and ten million of them an end.
     */
    int lengthMax() {
        return switch (this) {
            case CONFIG -> 400;
            case JOURNAL -> 2_000;
            default -> 0;
        };
    }

    /**
     * Whether what is compared leads the search, as it must where numbers say what follows. A text that is read word by word
     * is compared with all words there are: what that costs, in time and memory, is the search's own and many times the
     * reading (two megabytes where the reading takes nine kilobytes); the words are in what it begins with.
     */
    boolean tracesComparisons() {
        return switch (this) {
            case VRRP4, VRRP6, ARP, ROUTE, IPVS, RECORDS, SMTP, DATAGRAM, REPORT -> true;
            case CONFIG, EVENT, CHECKPOINT, JOURNAL, QUESTION, OPTIONS, QUERY, VALUES, HTTP, SCENARIO -> false;
        };
    }

    /**
     * Where the inputs lie that it begins with: things as they should be, and what once failed, under a name that says what
     * it was.
     *
     * @param module this module's directory
     */
    List<Path> seeds(Path module) {
        var own = module.resolve("src/test/resources/corpus").resolve(word());
        return switch (this) {
            case SCENARIO -> List.of(own, module.resolve(SCENARIOS));
            default -> List.of(own);
        };
    }

    /** More of them: of which this program writes today's form, and the small ones among other tests' files. */
    List<byte[]> written(Path module) throws IOException, JournalFailure {
        return switch (this) {
            case CONFIG -> cases(module.resolve("../config/src/test/resources/cases"));
            case EVENT -> Written.of(module.resolve(SCENARIOS)).lines();
            case CHECKPOINT -> Written.of(module.resolve(SCENARIOS)).states();
            case RECORDS -> Written.of(module.resolve(SCENARIOS)).records();
            case JOURNAL -> Written.of(module.resolve(SCENARIOS)).files();
            default -> List.of();
        };
    }

    /** Those that are at the limits take long, and so would all that comes of them. */
    private static List<byte[]> cases(Path room) throws IOException {
        var inputs = new ArrayList<byte[]>();
        try (var files = Files.newDirectoryStream(room, "*.conf")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (Files.size(file) < LENGTH_MAX && !name.contains("limit") && !name.contains("bomb")) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    static Target of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + word + "; there are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Target::word).toList())));
    }
}

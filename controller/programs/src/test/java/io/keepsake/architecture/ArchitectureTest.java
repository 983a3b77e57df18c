package io.keepsake.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The import table of docs/architecture.md. */
class ArchitectureTest {
    private static final JavaClasses KEEPSAKE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.keepsake");

    private static final String[] VOCABULARY = {
        "io.keepsake.core.value..", "io.keepsake.core.config..", "io.keepsake.core.event..", "io.keepsake.core.effect.."
    };
    private static final String[] FEATURES = {
        "io.keepsake.core",
        "io.keepsake.core.link..",
        "io.keepsake.core.health..",
        "io.keepsake.core.track..",
        "io.keepsake.core.vrrp..",
        "io.keepsake.core.director..",
        "io.keepsake.core.kernel.."
    };

    private static final String[] PROGRAMS = {
        "io.keepsake.bench..", "io.keepsake.demo..", "io.keepsake.simulate..", "io.keepsake.torture.."
    };

    private static DescribedPredicate<JavaClass> ours(String... allowed) {
        return JavaClass.Predicates.resideInAPackage("io.keepsake..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)))
                .as("rooms of ours other than " + String.join(", ", allowed));
    }

    private static void mayImport(String room, String... allowed) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(ours(allowed))
                .check(KEEPSAKE);
    }

    @Test
    void theVocabularyKnowsNoBehaviour() {
        mayImport("io.keepsake.core.value..", "io.keepsake.core.value..");
        mayImport("io.keepsake.core.config..", "io.keepsake.core.config..", "io.keepsake.core.value..");
        mayImport(
                "io.keepsake.core.event..",
                "io.keepsake.core.event..",
                "io.keepsake.core.config..",
                "io.keepsake.core.value..");
        mayImport("io.keepsake.core.effect..", VOCABULARY);
        mayImport("io.keepsake.core.text..", with(VOCABULARY, "io.keepsake.core.text.."));
    }

    @Test
    void featuresLookToTheirLeftOnly() {
        var words = with(VOCABULARY, "io.keepsake.core.text..");
        mayImport("io.keepsake.core.link..", with(words, "io.keepsake.core.link.."));
        mayImport("io.keepsake.core.health..", with(words, "io.keepsake.core.health.."));
        mayImport("io.keepsake.core.track..", with(words, "io.keepsake.core.link..", "io.keepsake.core.track.."));
        mayImport(
                "io.keepsake.core.vrrp..",
                with(words, "io.keepsake.core.link..", "io.keepsake.core.track..", "io.keepsake.core.vrrp.."));
        mayImport(
                "io.keepsake.core.director..",
                with(
                        words,
                        "io.keepsake.core.link..",
                        "io.keepsake.core.health..",
                        "io.keepsake.core.track..",
                        "io.keepsake.core.vrrp..",
                        "io.keepsake.core.director.."));
        mayImport("io.keepsake.core.kernel..", with(words, FEATURES));
    }

    @Test
    void theCoreImportsNothingButTheJdkAndNullness() {
        classes()
                .that()
                .resideInAPackage("io.keepsake.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.keepsake.core..",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.math",
                        "java.time",
                        "org.jspecify..")
                .check(KEEPSAKE);
    }

    @Test
    void theCoreAndTheConfigurationReadNoClockAndStartNoThread() {
        noClasses()
                .that()
                .resideInAnyPackage("io.keepsake.core..", "io.keepsake.config..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .check(KEEPSAKE);
        noClasses()
                .that()
                .resideInAPackage("io.keepsake.core..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .check(KEEPSAKE);
    }

    @Test
    void theConfigurationKnowsTheCheckedRecordsOnly() {
        mayImport(
                "io.keepsake.config..",
                "io.keepsake.config..",
                "io.keepsake.core.config..",
                "io.keepsake.core.value..");
    }

    @Test
    void theJournalKnowsTheVocabularyAndItsText() {
        mayImport("io.keepsake.journal..", with(VOCABULARY, "io.keepsake.core.text..", "io.keepsake.journal.."));
    }

    /** The checks widen what TLS accepts in their whole process: decision 0016. */
    @Test
    void nothingInTheDirectorUsesTlsButTheChecks() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.keepsake.core..",
                        "io.keepsake.config..",
                        "io.keepsake.daemon..",
                        "io.keepsake.adapter..",
                        "io.keepsake.journal..",
                        "io.keepsake.history..")
                .and()
                .resideOutsideOfPackage("io.keepsake.daemon.probe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.net.ssl..", "java.net.http..")
                .check(KEEPSAKE);
    }

    @Test
    void adaptersKnowTheVocabularyAndThemselves() {
        mayImport("io.keepsake.adapter.vrrp..", with(VOCABULARY, "io.keepsake.adapter.vrrp.."));
        mayImport("io.keepsake.adapter.netlink..", with(VOCABULARY, "io.keepsake.adapter.netlink.."));
    }

    @Test
    void theReplayToolNeverTouchesTheWorld() {
        mayImport(
                "io.keepsake.replay..",
                "io.keepsake.replay..",
                "io.keepsake.history..",
                "io.keepsake.core..",
                "io.keepsake.config..",
                "io.keepsake.journal..",
                "io.keepsake.world..",
                "io.keepsake.web.budget..",
                "io.keepsake.web.page..",
                "io.keepsake.web.follow..",
                "io.keepsake.web.read..",
                "io.keepsake.web.merge..");
    }

    @Test
    void historyReadsJournalsAndNothingElse() {
        mayImport("io.keepsake.history..", "io.keepsake.history..", "io.keepsake.core..", "io.keepsake.journal..");
    }

    @Test
    void theWorldKnowsTheCoreAndNoTestLibrary() {
        mayImport("io.keepsake.world..", "io.keepsake.world..", "io.keepsake.core..", "io.keepsake.config..");
        noClasses()
                .that()
                .resideInAPackage("io.keepsake.world..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keepsake..", "java..", "org.jspecify..")
                .check(KEEPSAKE);
    }

    @Test
    void theSimulatorKnowsTheWorldAndTheTestkit() {
        mayImport(
                "io.keepsake.simulator..",
                "io.keepsake.simulator..",
                "io.keepsake.world..",
                "io.keepsake.core..",
                "io.keepsake.config..",
                "io.keepsake.testkit..");
    }

    @Test
    void theTestkitKnowsTheCoreItsConfigurationTheJournalAndTheKernelsTable() {
        mayImport(
                "io.keepsake.testkit..",
                "io.keepsake.testkit..",
                "io.keepsake.core..",
                "io.keepsake.config..",
                "io.keepsake.world..",
                "io.keepsake.journal..");
    }

    @Test
    void theWebOnlyReads() {
        mayImport(
                "io.keepsake.web..",
                "io.keepsake.web..",
                "io.keepsake.history..",
                "io.keepsake.core..",
                "io.keepsake.config..",
                "io.keepsake.journal..");
        noClasses()
                .that()
                .resideInAPackage("io.keepsake.web..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.keepsake.journal.JournalWriter")
                .check(KEEPSAKE);
    }

    @Test
    void vertxStaysInTheWebsHttpRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.keepsake.web.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(KEEPSAKE);
    }

    @Test
    void onlyProgramsImportTheDaemon() {
        noClasses()
                .that()
                .resideOutsideOfPackages(with(PROGRAMS, "io.keepsake.daemon.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.keepsake.daemon..")
                .check(KEEPSAKE);
    }

    @Test
    void nobodyImportsAProgram() {
        for (var program : PROGRAMS) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(program)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(program)
                    .check(KEEPSAKE);
        }
    }

    @Test
    void chroniclesLibraryIsForTests() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.openhft..")
                .check(KEEPSAKE);
    }

    @Test
    void jnrStaysInTheSystemCallRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.keepsake.adapter.vrrp.sys..",
                        "io.keepsake.adapter.netlink.sys..",
                        "io.keepsake.daemon.sys..",
                        "io.keepsake.testkit.sys..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jnr..")
                .check(KEEPSAKE);
    }

    @Test
    void noPackageCycles() {
        slices().matching("io.keepsake.(**)").should().beFreeOfCycles().check(KEEPSAKE);
    }

    private static String[] with(String[] some, String... more) {
        var all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}

package io.keepsake.lab.lvs;

import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.uml.UserModeKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * An installation of the director for tests in a guest, which would need most of a minute to make it: it is made outside,
 * once for all classes, where the guest sees it. Stands before {@code @InUserModeKernel}.
 */
final class GuestInstallation implements BeforeAllCallback {
    private static final String PROPERTY = "keepsake.installation";

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!UserModeKernel.inside()) {
            context.getRoot()
                    .getStore(Namespace.create(GuestInstallation.class))
                    .computeIfAbsent(PROPERTY, _ -> make());
        }
    }

    /** Not below /tmp, which is the guest's own. */
    private static AutoCloseable make() {
        try {
            var home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "installation-");
            Installation.make(home);
            System.setProperty(PROPERTY, home.toString());
            return () -> delete(home);
        } catch (IOException e) {
            throw new LabException("cannot make an installation: " + e.getMessage(), e);
        }
    }

    private static void delete(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What the launcher's environment must be to start it. */
    static Map<String, String> environment() {
        var home = System.getProperty(PROPERTY);
        if (home == null) {
            throw new LabException("no installation; the test class lacks @ExtendWith(GuestInstallation.class)");
        }
        return Installation.environment(Path.of(home));
    }
}

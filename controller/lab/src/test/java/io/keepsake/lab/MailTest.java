package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mail server on the network gets a mail of each transition, with the subjects that keepalived gives them. */
class MailTest {
    private static final String MAIL = """
            global_defs {
                router_id lb1
                notification_email { ops@example.org }
                notification_email_from lb1@example.org
                smtp_server 192.168.181.140
            """;
    private static final String SUBJECT = "Subject: [lb1] VRRP Instance VI_51 - Entering ";

    @ParameterizedTest
    @EnumSource
    void everyTransitionIsMailed(Program program) throws Exception {
        Cluster.run(cluster -> {
            var mail = cluster.lab().host("mail", Node.LINK, "192.168.181.140/24");
            var server = mail.start(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    MailSink.class.getName());
            server.awaitOutput("listens", Cluster.SOON);
            var node = cluster.node(133, program);
            node.start(Files.writeString(
                    cluster.lab().file("mail.conf"),
                    Conf.file(Conf.V3.priority(90).with("smtp_alert")).replace("global_defs {", MAIL)));
            server.awaitOutput(SUBJECT.replace("[", "\\[").replace("]", "\\]") + "MASTER", Cluster.SOON);
            node.host().unplug();
            Await.until("the address to go", Cluster.SOON, () -> !node.holds(Conf.VIP));
            node.host().plug();
            cluster.awaitOnly(node, Conf.VIP);
            server.awaitOutput("(?s)Entering FAULT.*Entering MASTER", Cluster.SOON);
            var subjects = subjects(server);
            assertEquals(SUBJECT + "MASTER state", subjects.getLast());
            assertEquals(
                    List.of("BACKUP", "FAULT", "MASTER"),
                    subjects.stream()
                            .distinct()
                            .map(line -> line.substring(SUBJECT.length()).replace(" state", ""))
                            .sorted()
                            .toList());
        });
    }

    private static List<String> subjects(Running server) {
        return server.output()
                .lines()
                .filter(line -> line.startsWith("Subject:"))
                .toList();
    }
}

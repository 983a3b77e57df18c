package io.keepsake.daemon.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.world.ScenarioNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of the elections before a reload, against the rules of RFC 9568 6.4 and RFC 3768 7.1. */
class ReloadPlanTest {
    private static final String FILE = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 51
                priority 100
                advert_int 1
                authentication {
                    auth_type PASS
                    auth_pass 1111
                }
                virtual_ipaddress { 10.0.0.100 }
            }
            """;
    private static final String THEN =
            "then, if routers go on as they were heard, keep their settings, and the kernel does what it is asked:";

    private final ScenarioNode node = new ScenarioNode();
    private final LoadedConfig present = loaded(FILE);
    private Moment at = new Moment(0);

    private static LoadedConfig loaded(String text) {
        var options = new ConfigOptions("n", "n", Map.of(), 42, Set.of("lo", "eth0"));
        if (ConfigFile.parse("keepalived.conf", text, options) instanceof Checked.Valid<LoadedConfig> valid) {
            return valid.value();
        }
        throw new IllegalArgumentException("not usable: " + text);
    }

    private void start() {
        node.tell(new ConfigAccepted(present.config(), ""));
        node.tell((KernelRead)
                EventText.parseEvent("KernelRead links=[{link=eth0 index=2 up=true running=true loopback=false mtu=1500"
                        + " hardware=02:00:00:00:00:02}] addresses=[{link=eth0 address=10.0.0.1/24}]"));
    }

    private void follow(int priority) {
        start();
        var self = present.config().instances().getFirst();
        for (int i = 0; i < 2; i++) {
            node.pass(500_000_000L);
            node.tell(new AdvertReceived(
                    new InstanceName("VI_1"), Ip.parse("10.0.0.2"), 255, 0, self.advert(new Priority(priority))));
            node.pass(500_000_000L);
        }
        at = new Moment(2_000_000_000L);
    }

    private void lead() {
        start();
        node.pass(4_000_000_000L);
        at = new Moment(4_000_000_000L);
    }

    private List<String> plan(String was, String is) {
        return ReloadPlan.of(present, loaded(FILE.replace(was, is)), node.state(), new Stamp(at, Instant.EPOCH));
    }

    private List<String> then(String was, String is) {
        var plan = plan(was, is);
        return plan.subList(plan.indexOf(THEN) + 1, plan.size()).stream()
                .map(String::strip)
                .toList();
    }

    @Test
    void whatIsTheSameChangesNothing() {
        follow(150);
        assertEquals(List.of("nothing changes"), plan("VI_1", "VI_1"));
    }

    @Test
    void aBackupThatBecomesTheBestTakesOver() {
        follow(150);
        assertEquals(
                List.of(
                        "VI_1 priority: 100 -> 200",
                        "at once:",
                        "  PriorityChanged instance=VI_1 from_priority=100 priority=200 because=configuration",
                        THEN,
                        "  VI_1: MASTER after 2.718 s, no advert that counts keeps it from it"),
                plan("priority 100", "priority 200"));
    }

    @Test
    void aBackupThatStaysBehindStays() {
        follow(150);
        assertEquals(List.of("VI_1: stays BACKUP of 10.0.0.2 (priority 150)"), then("priority 100", "priority 149"));
    }

    @Test
    void anotherIntervalOfVersion2MakesTwoMasters() {
        follow(150);
        assertEquals(
                List.of(
                        "VI_1: MASTER after 6.109 s, no advert that counts keeps it from it",
                        "VI_1: two masters: 10.0.0.2 stays one, and its adverts do not count (INTERVAL_MISMATCH)"),
                then("advert_int 1", "advert_int 2"));
    }

    @Test
    void anotherPasswordMakesTwoMasters() {
        follow(150);
        assertEquals(
                "VI_1 auth_pass: another one",
                plan("auth_pass 1111", "auth_pass 2222").getFirst());
        assertEquals(
                List.of(
                        "VI_1: MASTER after 3.109 s, no advert that counts keeps it from it",
                        "VI_1: it does not hear 10.0.0.2 any more, nor is it heard there: another auth_pass; two masters"),
                then("auth_pass 1111", "auth_pass 2222"));
    }

    @Test
    void anotherVridIsAnotherElection() {
        follow(150);
        assertEquals(
                List.of(
                        "VI_1: BACKUP at once, as one that starts",
                        "VI_1: MASTER after 3.609 s, no advert that counts keeps it from it",
                        "VI_1: it does not hear 10.0.0.2 any more, nor is it heard there: another virtual_router_id;"
                                + " two masters"),
                then("virtual_router_id 51", "virtual_router_id 52"));
    }

    @Test
    void aMasterThatGoesHandsOverBefore() {
        lead();
        assertEquals(
                List.of(
                        "at once:",
                        "  BecameStopped instance=VI_1 from=MASTER why=Stopped{by=reload}",
                        "when the successor of VI_1 is heard, or none can come any more:"),
                plan("virtual_router_id 51", "virtual_router_id 52").stream()
                        .filter(line -> line.endsWith(":") && !line.equals(THEN) || line.contains("BecameStopped"))
                        .toList());
    }

    @Test
    void ofAMasterItIsSaidWhatItsBackupsMayDo() {
        lead();
        assertEquals(
                List.of(
                        "VI_1: stays MASTER",
                        "VI_1: a backup that preempts and has more than 50 takes over; what its backups have is not"
                                + " known here"),
                then("priority 100", "priority 50"));
        assertEquals(
                List.of(
                        "VI_1: stays MASTER",
                        "VI_1: backups that keep the old advert_int do not count its adverts, and become master beside"
                                + " it"),
                then("advert_int 1", "advert_int 2"));
    }

    @Test
    void anInstanceThatIsNewIsPlayedFromItsStartOn() {
        lead();
        var second = FILE.replace("VI_1", "VI_2").replace("51", "52").replace("0.100", "0.200");
        assertEquals(
                List.of(
                        "VI_2: BACKUP at once, as one that starts",
                        "VI_2: MASTER after 3.609 s, no advert that counts keeps it from it"),
                then(FILE, FILE + second));
    }

    @Test
    void whoIsBetterAndHeardMakesTheOtherYield() {
        follow(100);
        assertEquals(
                List.of("VI_1: MASTER after 3.105 s, no advert that counts keeps it from it"),
                then("priority 100", "priority 101"));
    }
}

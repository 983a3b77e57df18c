package io.keepsake.adapter.netlink.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.SyncDaemon;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Daemons stay in the words in which they were asked for. */
class SyncDaemonsTest {
    private final SyncDaemons daemons = new SyncDaemons();

    private static SyncDaemon daemon(Role role, int maxLength, int port) {
        return new SyncDaemon(role, new InterfaceName("eth0"), 7, maxLength, port, 0, Ip.v4(0));
    }

    @Test
    void whatTheKernelMadeOfOursIsOurs() {
        var asked = daemon(Role.BACKUP, 10, 8848);
        var shown = daemon(Role.BACKUP, 1024, 0);
        assertTrue(daemons.accept(new IpvsChange.StartSync(asked)));
        daemons.learn(List.of(shown));
        assertFalse(daemons.meet(List.of(shown)));
        assertEquals(List.of(asked), daemons.known());
    }

    @Test
    void anotherInItsPlaceIsADifference() {
        daemons.accept(new IpvsChange.StartSync(daemon(Role.BACKUP, 0, 0)));
        daemons.learn(List.of(daemon(Role.BACKUP, 0, 0)));
        var other = daemon(Role.BACKUP, 1400, 0);
        assertTrue(daemons.meet(List.of(other)));
        assertFalse(daemons.meet(List.of(other)));
        assertEquals(List.of(other), daemons.known());
    }

    @Test
    void stoppedIsGoneAndTheOtherRoleStays() {
        var master = daemon(Role.MASTER, 0, 0);
        var backup = daemon(Role.BACKUP, 0, 0);
        daemons.accept(new IpvsChange.StartSync(master));
        daemons.accept(new IpvsChange.StartSync(backup));
        daemons.accept(new IpvsChange.StopSync(master));
        assertFalse(daemons.meet(List.of(backup)));
        assertTrue(daemons.meet(List.of()));
    }
}

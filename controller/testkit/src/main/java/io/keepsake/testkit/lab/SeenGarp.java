package io.keepsake.testkit.lab;

import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import java.time.Instant;

/** A gratuitous ARP packet on the wire: sender and target address are the same. */
public record SeenGarp(Frame frame, HardwareAddress sender, Ip ip) {
    public Host from() {
        return frame.from();
    }

    public Instant stamp() {
        return frame.stamp();
    }
}

package io.keepsake.testkit.lab;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import java.time.Instant;

/** An advertisement on the wire. */
public record SeenAdvert(Frame frame, HardwareAddress sender, Ip source, Ip destination, Advert advert) {
    public Host from() {
        return frame.from();
    }

    public Instant stamp() {
        return frame.stamp();
    }

    public int priority() {
        return advert.priority().value();
    }

    @Override
    public String toString() {
        return stamp() + " " + frame.port() + " " + source + " > " + destination + " v"
                + advert.version().number() + " vrid=" + advert.vrid() + " priority=" + priority() + " interval="
                + advert.interval().centis() + "cs " + advert.addresses();
    }
}

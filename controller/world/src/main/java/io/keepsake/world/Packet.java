package io.keepsake.world;

import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;
import org.jspecify.annotations.Nullable;

/** An advert on its way to one machine, or waiting in its socket. */
public final class Packet extends EventQueue.Entry {
    private final Machine to;
    private final Ip source;
    private final @Nullable Ip group;
    private final Advert advert;
    private final @Nullable RejectReason damage;
    private final int id;
    private long arrived;

    /**
     * An advert.
     *
     * @param group where it was sent to; null for the receiver alone
     * @param damage what the receiver finds wrong with it, or null
     * @param id its IPv4 identification, or 0
     */
    public Packet(Machine to, Ip source, @Nullable Ip group, Advert advert, @Nullable RejectReason damage, int id) {
        this.to = to;
        this.source = source;
        this.group = group;
        this.advert = advert;
        this.damage = damage;
        this.id = id;
    }

    Ip source() {
        return source;
    }

    @Nullable Ip group() {
        return group;
    }

    Advert advert() {
        return advert;
    }

    @Nullable RejectReason damage() {
        return damage;
    }

    int id() {
        return id;
    }

    /** When it arrived, by the clock of the receiver. */
    long arrived() {
        return arrived;
    }

    @Override
    void happen() {
        var director = to.director();
        var link = to.kernel().link();
        if (director != null && link != null && link.usable() && director.hears(this, link.index())) {
            arrived = to.clock().at(to.world().now());
            director.arrive(this);
        }
    }
}

package io.keepsake.simulator.exhaustive;

import io.keepsake.core.effect.Effect.SendAdvert;

/** An advert on its way. Those from one node to another keep their order. */
record PacketInFlight(int from, int to, SendAdvert advert) {
    boolean samePath(PacketInFlight other) {
        return from == other.from && to == other.to;
    }
}

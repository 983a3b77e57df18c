package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.core.effect.Effect;
import java.util.List;
import java.util.function.Consumer;

/** What is handed to the IPVS thread. */
sealed interface Request {
    record Apply(long effect, Effect.ProgramIpvs program) implements Request {}

    record Read() implements Request {}

    record Count(Consumer<List<ServiceCount>> asker) implements Request {}
}

package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import java.util.function.Supplier;

/** What a conversation does next. */
sealed interface Reply {

    /** Waits for more. */
    record More() implements Reply {}

    /** Sends this first, and then does {@code next}. */
    record Send(String text, Reply next) implements Reply {}

    /** Leaves it to another thread to find the end; {@code cancel} makes that thread give up. */
    record Evaluate(Supplier<End> verdict, Runnable cancel) implements Reply {}

    /** Is over. */
    sealed interface End extends Reply {}

    record Passed(String detail) implements End {}

    record Failed(CheckFailure reason, String detail) implements End {}

    Reply MORE = new More();
}

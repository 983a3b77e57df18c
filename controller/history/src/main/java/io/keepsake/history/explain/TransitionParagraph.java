package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.InstanceName;
import io.keepsake.history.explain.Silence.LateAdvert;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A change of role, its causes, and what came of it. */
final class TransitionParagraph extends AccountParagraph {
    private final InstanceName instance;
    private final @Nullable Silence silence;
    private final List<String> head;
    private final List<LateAdvert> late = new ArrayList<>();

    /** @param silence of a takeover: its verdict waits for what is read too late */
    TransitionParagraph(
            InstanceName instance,
            NodeHistory node,
            Turn turn,
            List<String> head,
            @Nullable Silence silence,
            Belonging belonging) {
        super(node, turn, List.of(), belonging);
        this.instance = instance;
        this.head = List.copyOf(head);
        this.silence = silence;
    }

    InstanceName instance() {
        return instance;
    }

    @Override
    public void onEvent(Turn turn) {
        var recorded = turn.recorded();
        boolean taken = recorded.event() instanceof AdvertReceived heard
                && heard.instance().equals(instance)
                && recorded.at().plus(-heard.lateNanos()).compareTo(begun().at()) <= 0;
        if (!closed() && taken && recorded.event() instanceof AdvertReceived heard) {
            late.add(new LateAdvert(
                    recorded.index(),
                    heard.source(),
                    heard.advert().priority(),
                    recorded.at().plus(-heard.lateNanos()),
                    recorded.wall().minusNanos(heard.lateNanos())));
        }
        super.onEvent(turn);
    }

    @Override
    public void print(Consumer<String> out, Ending ending) {
        head.forEach(out);
        if (silence != null) {
            silence.lines(late).forEach(out);
        }
        super.print(out, ending);
    }
}

package io.keepsake.simulator.show;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Why;
import io.keepsake.world.Injection;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints every change of role in the column of its machine, and every injection across all columns, as they happen. */
public final class Columns implements Watcher {
    private static final int WIDTH = 34;

    private final Consumer<String> out;

    /** Prints line by line to {@code out}. */
    public Columns(Consumer<String> out) {
        this.out = out;
    }

    /** The line above the columns. */
    public static String head(int machines) {
        var line = new StringBuilder(" ".repeat(13));
        for (int i = 0; i < machines; i++) {
            line.append(("n" + (i + 1) + " " + Machine.addressOf(i) + " ".repeat(WIDTH)), 0, WIDTH);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void onStart(Machine machine) {
        print(machine, "starts, run " + machine.runs());
    }

    @Override
    public void onEnd(Machine machine) {
        print(machine, "is gone");
    }

    @Override
    public void onInjection(World world, Injection injection) {
        out.accept(time(world.now()) + "-- " + injection.print());
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        for (var decision : turn.decisions()) {
            if (decision instanceof Decision.OfInstance of) {
                var text = text(of);
                if (!text.isEmpty()) {
                    print(machine, of.instance() + " " + text);
                }
            }
        }
    }

    private static String text(Decision.OfInstance decision) {
        return switch (decision) {
            case Decision.BecameBackup e -> "BACKUP " + why(e.why());
            case Decision.BecameMaster e -> "MASTER " + why(e.why());
            case Decision.BecameStopped _ -> "STOPPED";
            case Decision.BecameFault e -> "FAULT " + e.reasons();
            case Decision.HandedOver e -> "hands over to " + e.successor();
            case Decision.MasterHeld e -> "waits for " + e.waitsFor();
            case Decision.HeldBack _ -> "is held back";
            case Decision.HoldEnded _ -> "is held no more";
            case Decision.GoodbyeHeard _ -> "hears a goodbye";
            case Decision.AddressTaken _ -> "its address is taken";
            case Decision.RoutingTaken _ -> "its route is taken";
            case Decision.OwnerPriorityHeld e -> "lowers itself to " + e.priority();
            case Decision.PriorityChanged e -> "priority " + e.to();
            case Decision.FaultReasonsHeld _,
                    Decision.AddressesStand _,
                    Decision.MasterFollowed _,
                    Decision.AdvertDiscarded _,
                    Decision.LowerMasterHeard _,
                    Decision.AddressListDiffers _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _ -> "";
        };
    }

    private static String why(Why why) {
        return switch (why) {
            case Why.Started _ -> "";
            case Why.FaultCleared _ -> "fault over";
            case Why.MasterDownExpired e -> "after " + e.timer().armed();
            case Why.HigherPriorityHeard e -> "heard " + e.theirs();
            case Why.HigherAddressHeard e -> "heard " + e.source();
            case Why.AddressLost _ -> "address lost";
            case Why.RoutingLost _ -> "route lost";
            case Why.TimerExpired _ -> "woke too late";
            case Why.Demoted _ -> "demoted";
            case Why.GroupFollowed e -> "with " + e.member();
            case Why.Stopped e -> e.by();
        };
    }

    private void print(Machine machine, String text) {
        int indent = WIDTH * machine.number();
        var shown = text.length() < WIDTH ? text : text.substring(0, WIDTH - 1);
        out.accept(time(machine.now()) + " ".repeat(indent) + shown);
    }

    private static String time(long nanos) {
        return String.format(Locale.ROOT, "%11.6f  ", nanos / 1e9);
    }
}

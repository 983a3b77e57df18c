package io.keepsake.world;

import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent.IpvsUnavailable;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.OutcomeEvent.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IPVS table of a machine as it is, and the one thread by which its director reads and changes it: one thing after
 * another, programs and readings. The table survives the director; somebody else may edit it.
 */
public final class Ipvs {
    /** The table is read this often. */
    public static final long POLL_NANOS = 3_000_000_000L;

    /** A reading takes this long; a program {@link Kernel#ANSWER_NANOS}. */
    public static final long READ_NANOS = 2_000_000L;

    private static final int ENOPROTOOPT = 92;

    private final World world;
    private final Machine machine;
    private KernelTable table = new KernelTable();
    private @Nullable NotifiedTable known;
    private @Nullable Program unanswered;
    private int epoch;
    private long busyUntil;
    private boolean polls;
    private boolean edited;
    private boolean tellsAll;
    private int answersToLose;
    private long slowNanos;
    private int refusals;
    private int failures;
    private int errno;
    private long absentUntil;
    private long troubledAt;
    private int version;

    Ipvs(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** The table as it is. */
    public KernelTable table() {
        return table;
    }

    /** Grows with every change of the table. */
    public int version() {
        return version;
    }

    /**
     * Since when nobody but a director touches the table, and none of its changes is refused or late; the
     * end of time while one may be.
     */
    public long calmSince() {
        return slowNanos > 0 || refusals > 0 || failures > 0
                ? Long.MAX_VALUE
                : Math.max(troubledAt, absentUntil + POLL_NANOS);
    }

    private void trouble() {
        troubledAt = Math.max(troubledAt, world.now());
    }

    /** The next {@code count} answers to programs never come. */
    public void loseAnswers(int count) {
        answersToLose = count;
    }

    /** Something that the director should have been told was lost: the next reading tells it everything. */
    void lost() {
        tellsAll = true;
        troubledAt = Math.max(troubledAt, world.now() + Kernel.LOST_NANOS);
    }

    /** The machine slept until now: what its director waits for takes so much longer. */
    void slept(long nanos) {
        troubledAt = troubledAt > world.now() - nanos ? troubledAt + nanos : troubledAt;
    }

    /** The director is gone; what it asked for last may still be done. */
    void closed() {
        var last = unanswered;
        if (last != null) {
            make(last.request.changes());
        }
        epoch++;
        known = null;
        unanswered = null;
        busyUntil = world.now();
        answersToLose = 0;
        tellsAll = false;
        polls = false;
        trouble();
    }

    /** The machine boots: there is no table. */
    void boot() {
        table = new KernelTable();
        version++;
        endFaults();
    }

    /** Nothing goes wrong here any more. */
    void endFaults() {
        refusals = 0;
        failures = 0;
        answersToLose = 0;
        absentUntil = 0;
        slowNanos = 0;
        trouble();
    }

    /** Of the next changes this many are refused, or as many programs fail as a whole. */
    public void fail(int count, int number, boolean whole) {
        refusals = whole ? 0 : count;
        failures = whole ? count : 0;
        errno = number;
        trouble();
    }

    /** From now on everything takes this much longer. */
    public void slow(long nanos) {
        slowNanos = nanos;
        trouble();
    }

    /** A reading finds no table until then: the module is not loaded. */
    public void absent(long until) {
        absentUntil = until;
        trouble();
    }

    /** Somebody else changes the table; the director finds out with the next reading. */
    public void edit(IpvsChange change) {
        if (table.apply(change) == 0) {
            version++;
            edited = true;
            trouble();
            pollLater();
        }
    }

    private void pollLater() {
        if (known != null && !polls) {
            polls = true;
            world.queue().put((world.now() / POLL_NANOS + 1) * POLL_NANOS, new Poll(epoch));
        }
    }

    /** The director asks for a program. */
    void ask(long effect, ProgramIpvs request) {
        var program = new Program(epoch, effect, request);
        unanswered = program;
        queue(Kernel.ANSWER_NANOS, program);
    }

    /** The director asks for a reading. */
    void read() {
        queue(READ_NANOS, new Reading(epoch, true));
    }

    private void queue(long nanos, EventQueue.Entry item) {
        busyUntil = Math.max(busyUntil, world.now()) + nanos + slowNanos;
        world.queue().put(busyUntil, item);
    }

    private void tell(Event event) {
        var director = machine.director();
        if (director != null) {
            director.offer(event);
        }
    }

    private void carryOut(Program program) {
        unanswered = null;
        if (answersToLose > 0) {
            answersToLose--;
            make(program.request.changes());
            lost();
            return;
        }
        if (failures > 0) {
            failures--;
            trouble();
            tell(new EffectFailed(program.effect, errno, "ipvs: errno " + errno));
            return;
        }
        var refused = make(program.request.changes());
        tell(refused.isEmpty() ? new EffectApplied(program.effect) : new ProgramRefused(program.effect, refused));
    }

    private List<Refusal> make(List<IpvsChange> changes) {
        var refused = new ArrayList<Refusal>();
        for (int i = 0; i < changes.size(); i++) {
            int answer = make(changes.get(i));
            if (answer != 0) {
                refused.add(new Refusal(i, answer));
                trouble();
            }
        }
        version++;
        return refused;
    }

    private int make(IpvsChange change) {
        if (refusals > 0) {
            refusals--;
            return errno;
        }
        int answer = table.apply(change);
        if (answer == 0 && known != null) {
            known.learn(change);
        }
        machine.world().onIpvsChange(machine, change, answer);
        return answer;
    }

    private void readNow(boolean whole) {
        if (world.now() < absentUntil) {
            tell(new IpvsUnavailable(ENOPROTOOPT, "ipvs: errno " + ENOPROTOOPT));
            world.queue().put(world.now() + POLL_NANOS, new Reading(epoch, whole));
            return;
        }
        var before = known;
        var read = table.read();
        edited = false;
        if (before == null || whole || tellsAll) {
            tellsAll = false;
            known = new NotifiedTable(read.entries());
            if (before == null) {
                trouble();
            }
            tell(read);
        } else {
            before.meet(read.entries()).forEach(this::tell);
        }
    }

    private final class Program extends EventQueue.Entry {
        private final int of;
        private final long effect;
        private final ProgramIpvs request;

        Program(int of, long effect, ProgramIpvs request) {
            this.of = of;
            this.effect = effect;
            this.request = request;
        }

        @Override
        void happen() {
            if (of == epoch) {
                carryOut(this);
            }
        }
    }

    private final class Reading extends EventQueue.Entry {
        private final int of;
        private final boolean whole;

        Reading(int of, boolean whole) {
            this.of = of;
            this.whole = whole;
        }

        @Override
        void happen() {
            if (of == epoch) {
                readNow(whole);
            }
        }
    }

    private final class Poll extends EventQueue.Entry {
        private final int of;

        Poll(int of) {
            this.of = of;
        }

        @Override
        void happen() {
            if (of == epoch) {
                polls = false;
                if (edited) {
                    queue(READ_NANOS, new Reading(epoch, false));
                }
            }
        }
    }
}

/**
 * Directors in a world in which things go wrong, from one seed, and what must hold of them after every event. What is
 * simulated and how to use it: {@code docs/operations/simulator.md}.
 *
 * <p>To add a kind of trouble: a record that implements {@link io.keepsake.world.Injection} beside the others in
 * {@link io.keepsake.simulator.fault}, and a constant of {@link io.keepsake.simulator.fault.Fault} that makes one of random
 * and the number of machines. It must end within {@code Fault.LASTS_NANOS}, or in {@code World.calm}. Coverage asks for
 * it from then on. New keywords join in {@code ConfigText} or {@code ServerText}.
 *
 * <p>To add an invariant of one director, whatever it is told: a class beside those in {@link
 * io.keepsake.simulator.invariant} that implements {@code OfInstance} or {@code OfDirector}, and a line in {@link
 * io.keepsake.simulator.invariant.DirectorCheck}. Of a world: a {@link io.keepsake.world.Watcher}, and a field
 * of {@link io.keepsake.simulator.invariant.WorldCheck}. It writes down a second time what the core should do, and never
 * calls its rules; it names its bound and why; and a bug that it is there for is planted in {@code PlantedBugsTest}.
 *
 * <p>IPv6, sync groups and trackers join like that: lines of configuration, a injection that moves what is tracked, and an
 * invariant about what must follow.
 */
@NullMarked
package io.keepsake.simulator;

import org.jspecify.annotations.NullMarked;

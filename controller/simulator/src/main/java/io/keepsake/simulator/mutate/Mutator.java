package io.keepsake.simulator.mutate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ways to change a scenario at one place. */
public enum Mutator {
    DROP {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.remove(place);
            return steps;
        }
    },
    REPEAT {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.add(place, steps.get(place));
            return steps;
        }
    },
    /** Some other things happen first. */
    DELAY {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.add(Math.min(steps.size() - 1, place + 3), steps.remove(place));
            return steps;
        }
    },
    REORDER {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            if (place + 1 < steps.size()) {
                steps.add(place + 1, steps.remove(place));
            }
            return steps;
        }
    },
    WAIT {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.add(place, List.of("wait 4.2"));
            return steps;
        }
    },
    /** The process stands still, and says so. */
    STALL {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.addAll(place, List.of(List.of("stall 2.5"), List.of("LoopStalled late=2.5s"), List.of("wait 0")));
            return steps;
        }
    },
    RESTART {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.add(place, List.of("restart"));
            return steps;
        }
    },
    STOP {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.add(place, List.of("stop"));
            return steps;
        }
    },
    /** Someone sets the wall clock. */
    STEP {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            steps.add(place, List.of("WallClockStepped by=-3600s"));
            return steps;
        }
    },
    /** An advert is damaged on its way. */
    CORRUPT {
        @Override
        List<List<String>> at(int place, List<List<String>> steps) {
            var words = steps.get(place).getFirst().split(" +");
            if (words[0].equals("advert")) {
                var from = Stream.of(words).filter(w -> w.startsWith("from=")).findFirst();
                steps.set(place, List.of(rejected(words[1], from)));
            }
            return steps;
        }

        private String rejected(String instance, Optional<String> from) {
            return "AdvertRejected instance=" + instance + " source="
                    + from.map(w -> w.substring(5)).orElse("10.0.0.2")
                    + " reason=CHECKSUM detail=\"expected another, found noise\" late=0s";
        }
    };

    /** The steps, which may be changed, changed at this place. */
    abstract List<List<String>> at(int place, List<List<String>> steps);

    /** The script changed at every place but its first configuration, without which it means nothing. */
    public List<ScenarioSteps> mutate(ScenarioSteps script) {
        int first = IntStream.range(0, script.steps().size())
                .filter(i -> script.steps().get(i).getFirst().equals("config"))
                .findFirst()
                .orElse(script.steps().size());
        return IntStream.range(first + 1, script.steps().size())
                .mapToObj(place -> new ScenarioSteps(at(place, new ArrayList<>(script.steps()))))
                .filter(other -> !other.equals(script))
                .toList();
    }
}

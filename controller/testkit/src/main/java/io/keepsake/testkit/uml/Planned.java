package io.keepsake.testkit.uml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Knows which classes of the run that goes on want a guest, so that they can share one. JUnit finds it by itself. */
public final class Planned implements TestExecutionListener {
    /** A test may run tests itself. */
    private static final Deque<List<Class<?>>> PLANS = new ArrayDeque<>();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        List<Class<?>> wanting = plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .flatMap(test -> test.getSource().stream())
                .filter(ClassSource.class::isInstance)
                .<Class<?>>map(source -> ((ClassSource) source).getJavaClass())
                .filter(tests -> tests.isAnnotationPresent(InUserModeKernel.class))
                .distinct()
                .toList();
        synchronized (PLANS) {
            PLANS.push(wanting);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        synchronized (PLANS) {
            PLANS.pop();
        }
    }

    /** The classes that will run in guests, this one among them. */
    static List<Class<?>> with(Class<?> tests) {
        synchronized (PLANS) {
            var planned = PLANS.peek();
            return planned != null && planned.contains(tests) ? planned : List.of(tests);
        }
    }
}

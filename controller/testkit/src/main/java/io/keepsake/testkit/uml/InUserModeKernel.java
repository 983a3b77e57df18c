package io.keepsake.testkit.uml;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The tests of this class run in a user-mode kernel, which has IPVS, in a JVM of their own as root. One guest for each
 * CPU is booted for all such classes of a run together; results and failures appear here, test by test. Inside, the annotation does
 * nothing and the lab works as everywhere.
 *
 * <p>The constructor and other extensions of the class run on both sides, so they must not touch the world. Test
 * factories are refused. A machine without such a kernel fails the class and says what to install.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InGuest.class)
@Isolated("the guests take every CPU")
public @interface InUserModeKernel {
    /** Memory of the guest; it uses what it touches. Of the classes that share guests the largest figure counts. */
    int megabytes() default 1024;

    /** Largest heap of the JVM that runs the tests; what they start comes on top. */
    int heapMegabytes() default 256;

    /** The end of a class that hangs. */
    int seconds() default 3600;

    /** Directories that are there, seen from the module's, which the tests may write to; all else they can only read. */
    String[] writable() default {};
}

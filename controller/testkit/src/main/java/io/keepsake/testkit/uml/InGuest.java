package io.keepsake.testkit.uml;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * On the host: runs the class, and all others of its kind, in guests before its first test, and lets every test tell what the guest said of it
 * instead of running. In the guest it stands aside.
 */
final class InGuest implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {
    private static final Namespace GUESTS = Namespace.create(InGuest.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!UserModeKernel.inside()) {
            verdicts(context).throwUnlessBegun(context.getUniqueId());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!UserModeKernel.inside()) {
            verdicts(context).tell(context.getUniqueId());
        }
    }

    /** Those of all classes of this run, which the first of them waits for. */
    private static Verdicts verdicts(ExtensionContext context) {
        return context.getRoot()
                .getStore(GUESTS)
                .computeIfAbsent(
                        Verdicts.class,
                        _ -> GuestJvm.run(Planned.with(context.getRequiredTestClass())),
                        Verdicts.class);
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onlyInGuest(invocation);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onlyInGuest(invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onlyInGuest(invocation);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        onlyInGuest(invocation);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        tellOrRun(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        tellOrRun(invocation, context);
    }

    @Override
    public <T extends @Nullable Object> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!UserModeKernel.inside()) {
            throw new UnsupportedOperationException(method.getExecutable()
                    + ": a test factory cannot run in a user-mode kernel; use @ParameterizedTest");
        }
        return invocation.proceed();
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
            throws Throwable {
        invocation.proceed();
    }

    private static void onlyInGuest(Invocation<@Nullable Void> invocation) throws Throwable {
        if (UserModeKernel.inside()) {
            invocation.proceed();
        } else {
            invocation.skip();
        }
    }

    private static void tellOrRun(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        onlyInGuest(invocation);
        if (!UserModeKernel.inside()) {
            verdicts(context).tell(context.getUniqueId());
        }
    }
}

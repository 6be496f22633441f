package dev.meridian.platform.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The brand scope of the work this thread is doing. Bound for the length of a call and never set and forgotten, so a
 * pooled thread cannot carry one caller's scope into another caller's transaction. The transaction manager hands it to
 * the database at the start of every transaction.
 */
public final class ActiveBrandScope {

    private static final ScopedValue<BrandScope> SCOPE = ScopedValue.newInstance();

    private ActiveBrandScope() {}

    /** The bound scope, or {@link BrandScope#nothing()} where none is bound. */
    public static BrandScope current() {
        return SCOPE.orElse(BrandScope.nothing());
    }

    /** Runs the work with the scope bound. */
    public static void run(BrandScope scope, Runnable work) {
        ScopedValue.where(SCOPE, scope).run(work);
    }

    /** Runs the work with the scope bound and returns its result; what it throws passes through. */
    public static <R extends @Nullable Object, X extends Throwable> R call(
            BrandScope scope, ScopedValue.CallableOp<? extends R, X> work) throws X {
        return ScopedValue.where(SCOPE, scope).call(work);
    }
}

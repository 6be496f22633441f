/** The proof that the ledger adds up, from its rows alone. */
@ApplicationModule(allowedDependencies = "programs")
@NullMarked
package dev.meridian.membership.invariants;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

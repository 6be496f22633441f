/** Balances and statements, as the ledger's rows say them and as far as the caller may know. */
@ApplicationModule(allowedDependencies = {"enrolment", "ledger", "programs"})
@NullMarked
package dev.meridian.membership.statements;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

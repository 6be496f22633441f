/** The points ledger: earning, balances, statements and the proof that it adds up. */
@ApplicationModule(allowedDependencies = {"enrolment", "programs"})
@NullMarked
package dev.meridian.membership.points;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

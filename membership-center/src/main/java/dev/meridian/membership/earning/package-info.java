/** Earning points: hears what customers did, decides by the rules in force what it earns, and keeps why. */
@ApplicationModule(allowedDependencies = {"enrolment", "ledger", "programs"})
@NullMarked
package dev.meridian.membership.earning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Members over HTTP: what enrolment knows of a membership composed with what the ledger says it has. */
@ApplicationModule(allowedDependencies = {"enrolment", "programs", "statements"})
@NullMarked
package dev.meridian.membership.memberships;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

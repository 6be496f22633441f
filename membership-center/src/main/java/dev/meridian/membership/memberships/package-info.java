/** A customer's memberships with their balances over HTTP. */
@ApplicationModule(allowedDependencies = {"enrolment", "points", "programs"})
@NullMarked
package dev.meridian.membership.memberships;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

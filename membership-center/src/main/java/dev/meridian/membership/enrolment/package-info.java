/** Who is a member, which brands know a customer, and where merged customers went. */
@ApplicationModule(allowedDependencies = "programs")
@NullMarked
package dev.meridian.membership.enrolment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

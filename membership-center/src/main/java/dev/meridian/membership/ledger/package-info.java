/** The points ledger: accounts, postings and lots. Nothing else writes a posting. */
@ApplicationModule(allowedDependencies = {"enrolment", "programs"})
@NullMarked
package dev.meridian.membership.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

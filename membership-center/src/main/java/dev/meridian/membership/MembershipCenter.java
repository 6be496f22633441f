package dev.meridian.membership;

import dev.meridian.platform.audit.VerifyAuditCommand;
import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the membership center. */
@SpringBootApplication
public class MembershipCenter {

    public static void main(String[] args) {
        if (VerifyAuditCommand.isAskedFor(args)) {
            System.exit(new VerifyAuditCommand(System.getenv(), System.out).run());
        } else {
            CenterStart.run(MembershipCenter.class, args);
        }
    }
}

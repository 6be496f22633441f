package dev.meridian.tag;

import dev.meridian.platform.audit.VerifyAuditCommand;
import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The tag center: segments of customers, exact in time. */
@SpringBootApplication
public class TagCenter {

    public static void main(String[] arguments) {
        if (VerifyAuditCommand.isAskedFor(arguments)) {
            System.exit(new VerifyAuditCommand(System.getenv(), System.out).run());
        } else {
            CenterStart.run(TagCenter.class, arguments);
        }
    }
}

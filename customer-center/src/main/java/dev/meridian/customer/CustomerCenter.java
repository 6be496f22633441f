package dev.meridian.customer;

import dev.meridian.platform.audit.VerifyAuditCommand;
import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the customer center. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CustomerCenter {

    public static void main(String[] arguments) {
        if (VerifyAuditCommand.isAskedFor(arguments)) {
            System.exit(new VerifyAuditCommand(System.getenv(), System.out).run());
        } else {
            CenterStart.run(CustomerCenter.class, arguments);
        }
    }
}

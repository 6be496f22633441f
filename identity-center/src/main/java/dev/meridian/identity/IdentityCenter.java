package dev.meridian.identity;

import dev.meridian.identity.bootstrap.BootstrapCommand;
import dev.meridian.platform.audit.VerifyAuditCommand;
import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts identity-center, or runs one of its commands: {@code bootstrap} makes the realms and this center's accounts in
 * Keycloak, {@code verify-audit} checks the record of administrative acts.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IdentityCenter {

    public static void main(String[] arguments) {
        if (VerifyAuditCommand.isAskedFor(arguments)) {
            System.exit(new VerifyAuditCommand(System.getenv(), System.out).run());
        } else if (arguments.length > 0 && arguments[0].equals("bootstrap")) {
            System.exit(new BootstrapCommand(System.getenv(), System.out).run());
        } else {
            CenterStart.run(IdentityCenter.class, arguments);
        }
    }
}

package dev.meridian.identity;

import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts identity-center. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IdentityCenter {

    public static void main(String[] arguments) {
        CenterStart.run(IdentityCenter.class, arguments);
    }
}

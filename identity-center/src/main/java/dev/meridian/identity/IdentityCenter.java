package dev.meridian.identity;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts identity-center. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IdentityCenter {

    public static void main(String[] arguments) {
        SpringApplication.run(IdentityCenter.class, arguments);
    }
}

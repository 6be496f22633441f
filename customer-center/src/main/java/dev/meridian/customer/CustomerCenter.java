package dev.meridian.customer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the customer center. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CustomerCenter {

    public static void main(String[] arguments) {
        SpringApplication.run(CustomerCenter.class, arguments);
    }
}

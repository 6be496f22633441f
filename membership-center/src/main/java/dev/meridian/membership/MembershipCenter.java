package dev.meridian.membership;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the membership center. */
@SpringBootApplication
public class MembershipCenter {

    public static void main(String[] args) {
        SpringApplication.run(MembershipCenter.class, args);
    }
}

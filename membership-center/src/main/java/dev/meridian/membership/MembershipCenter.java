package dev.meridian.membership;

import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the membership center. */
@SpringBootApplication
public class MembershipCenter {

    public static void main(String[] args) {
        CenterStart.run(MembershipCenter.class, args);
    }
}

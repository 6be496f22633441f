package dev.meridian.customer.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.util.Set;

/** Phone numbers that a household, a shop or a hotline answers: several people give the same one. */
final class SharedPhones {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final Set<PhoneNumberType> SHARED = Set.of(
            PhoneNumberType.FIXED_LINE,
            PhoneNumberType.TOLL_FREE,
            PhoneNumberType.SHARED_COST,
            PhoneNumberType.PREMIUM_RATE,
            PhoneNumberType.UAN,
            PhoneNumberType.VOICEMAIL);

    private SharedPhones() {}

    /** Whether an identifier is such a number. Where a country's numbers do not tell, it is not. */
    static boolean holds(Identifier identifier) {
        if (identifier.type() != IdentifierType.PHONE) {
            return false;
        }
        try {
            return SHARED.contains(PHONES.getNumberType(PHONES.parse(identifier.value(), null)));
        } catch (NumberParseException e) {
            return false;
        }
    }
}

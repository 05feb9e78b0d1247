/**
 * Random tests draw as much as their bounds allow: by itself fast-check makes no list or text of more than some ten items,
 * however large its `maxLength`.
 */
import fc from "fast-check";

fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true });

/**
 * What Cedar's native library is called by and calls, in place of the classes of its jar: those map
 * requests and answers to objects by reflection, need three further libraries, and unpack all of it
 * at every start. The library binds to these names and signatures.
 */
@NullMarked
package com.cedarpolicy;

import org.jspecify.annotations.NullMarked;

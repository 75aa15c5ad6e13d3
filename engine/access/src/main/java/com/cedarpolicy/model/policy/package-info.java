/** See {@link com.cedarpolicy}. */
@NullMarked
package com.cedarpolicy.model.policy;

import org.jspecify.annotations.NullMarked;

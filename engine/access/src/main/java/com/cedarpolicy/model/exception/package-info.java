/** See {@link com.cedarpolicy}. */
@NullMarked
package com.cedarpolicy.model.exception;

import org.jspecify.annotations.NullMarked;

/**
 * The loader that Lance calls for its native library, in place of the artifact that has this name.
 * That one unpacks 180 MB into a new temporary file at every start.
 */
@NullMarked
package io.questdb.jar.jni;

import org.jspecify.annotations.NullMarked;

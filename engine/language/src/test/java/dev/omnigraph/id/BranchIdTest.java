package dev.omnigraph.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BranchIdTest {
  @Test
  void isOrderedAsItsTextIs() {
    TreeSet<BranchId> ids = new TreeSet<>();
    ids.add(new BranchId("01K"));
    ids.add(new BranchId("01J"));
    ids.add(BranchId.NONE);

    assertThat(ids.stream().map(BranchId::toString)).containsExactly("", "01J", "01K");
  }

  @Test
  void isAFolderOfItsOwn() {
    assertThatThrownBy(() -> new BranchId("01J/keys"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"01J/keys\" is not the id of a branch");
  }
}

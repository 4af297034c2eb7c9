// The administration's boxes that search while one types are drawn by a library which gives them no name:
// they take the one of the field they stand for.
const nameBoxes = () => {
  document.querySelectorAll("select.admin-autocomplete").forEach((field) => {
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    if (!label) {
      return;
    }
    label.id = label.id || `nhan-${field.id}`;
    field.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered").forEach((box) => {
      box.setAttribute("aria-labelledby", label.id);
    });
  });
};

// The library draws them when its own turn comes, which may be after the page was loaded.
window.addEventListener("load", () => (window.django?.jQuery ? window.django.jQuery(nameBoxes) : nameBoxes()));

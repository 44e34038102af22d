"""Fields for files in our forms."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

PHOTOS = "image/jpeg,image/png,image/webp"  # what a photo may be, for `accept`


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            return super().clean(None, initial)
        return [each for each in files if isinstance(each, UploadedFile)]

"""The lists that were sent in, sealed."""

from ikmportal.sealed_files import SealedFolder

FILES = SealedFolder("imported files", "imports", "imports_importbatch.file")
folder, store, load, remove = FILES.folder, FILES.store, FILES.load, FILES.remove

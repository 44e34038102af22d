from ikmportal.dictionary import TARGET, dictionary


def test_the_data_dictionary_is_that_of_the_models():
    assert TARGET.read_text() == dictionary(), "run: make dictionary"

import pytest
from django.core.exceptions import ValidationError

from units.passwords import LocalWordsValidator


@pytest.mark.parametrize("password", ["BùGiaMập-2024", "bu gia map 2024", "huyenuy@12345", "Mật khẩu 1234567"])
def test_local_words_are_refused(password):
    with pytest.raises(ValidationError):
        LocalWordsValidator().validate(password)


@pytest.mark.parametrize("password", ["một câu dài của riêng mình", "Bù Gia Mập mùa hoa cà phê nở"])
def test_long_sentences_are_taken(password):
    assert LocalWordsValidator().validate(password) is None

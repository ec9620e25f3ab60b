"""人员、证件与任职。"""

from personnel.models.appointment import Appointment
from personnel.models.officer import Certificate, Officer, Recusal

__all__ = ["Appointment", "Certificate", "Officer", "Recusal"]
